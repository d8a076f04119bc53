import { useTranslation } from 'react-i18next';

/** The steps that people choose from; the scale runs from 0 to 100, 50 being normal. */
export const LEVELS = [100, 75, 50, 25] as const;

/** A priority as people say it, with its number. */
export function usePriorityName(): (value: number) => string {
  const { t } = useTranslation('movement');
  return (value) => {
    const level = LEVELS.find((one) => one === value);
    return level ? `${t(`priority.level.${level}`)} (${value})` : String(value);
  };
}
