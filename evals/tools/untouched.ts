/** What nothing is ever learned from or tuned on. The sixth set is written apart; until it is here, there is the fifth. */
export { FIFTH_VALIDATION as UNTOUCHED } from './fifth-validation.ts';
