import type { Json } from '../api/types';
import { valueText } from './valueText';

const MONEY = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** An amount with its cents and its thousands apart: 13,205.70. */
export function moneyText(value: Json | undefined): string {
  const amount = typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(amount) ? MONEY.format(amount) : valueText(value);
}
