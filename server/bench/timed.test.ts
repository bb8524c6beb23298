import { describeSmall, timed } from './rows.fixture.ts';
import { ROWS } from './rows.ts';
import { TENFOLD } from './tenfold.ts';

describeSmall('rows of the bench, small', timed(ROWS));
describeSmall('rows at ten times their goal, small', timed(TENFOLD));
