import { describeSmall, untimed } from './rows.fixture.ts';
import { ROWS } from './rows.ts';

describeSmall('rows of the bench, small', untimed(ROWS));
