import { useTranslation } from 'react-i18next';
import { kindsOf, type Mark } from './marks';

/** What the colours of the marks mean, in words. */
export function Legend({ marks }: { marks: Mark[]; }) {
  const { t } = useTranslation('design');
  const kinds = kindsOf(marks);
  if (kinds.length === 0) return <span />;
  return (
    <ul className="gas-legend" aria-label={t('viewer.legend')}>
      {kinds.map((kind) => (
        <li key={kind}>
          <span className={`gas-swatch gas-swatch-${kind}`} aria-hidden="true" />
          {t(`viewer.kind.${kind}`)}
        </li>
      ))}
    </ul>
  );
}
