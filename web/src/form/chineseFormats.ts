import { format } from '@cfworker/json-schema';

const PHONE = /^(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(?:-\d{1,6})?|[48]00-?\d{3}-?\d{4}|9\d{4})$/;
const ID_CARD = /^[1-9]\d{16}[\dX]$/;
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CREDIT_CODE = /^[0-9A-HJ-NP-RTUWXY]{18}$/;
const CREDIT_LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Whether the check digit of an 18-digit resident identity number is right (GB 11643). */
export function isIdCard(value: string): boolean {
  if (!ID_CARD.test(value)) return false;
  const total = ID_WEIGHTS.reduce((sum, weight, place) => sum + Number(value[place]) * weight, 0);
  return '10X98765432'[total % 11] === value[17];
}

/** Whether the check character of a unified social credit code is right (GB 32100). */
export function isCreditCode(value: string): boolean {
  if (!CREDIT_CODE.test(value)) return false;
  let total = 0;
  let weight = 1;
  for (const letter of value.slice(0, 17)) {
    total += CREDIT_LETTERS.indexOf(letter) * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT_LETTERS[(31 - (total % 31)) % 31] === value[17];
}

/** Teach the validator the formats that the server knows beside draft-07's. */
export function addChineseFormats(): void {
  format['phone-cn'] = (value) => PHONE.test(value);
  format['id-card-cn'] = isIdCard;
  format['credit-code-cn'] = isCreditCode;
}
