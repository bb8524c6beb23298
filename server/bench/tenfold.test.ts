import { describeSmall, untimed } from './rows.fixture.ts';
import { TENFOLD } from './tenfold.ts';

describeSmall('rows at ten times their goal, small', untimed(TENFOLD));
