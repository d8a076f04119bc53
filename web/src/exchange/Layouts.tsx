import { useTranslation } from 'react-i18next';

import type { ImportKind } from './shapes';

/** What the columns of a file must be called. */
export function Layouts({ kind }: { kind: ImportKind }) {
  const { t } = useTranslation('exchange');
  return (
    <ul className="exchange-layouts soft">
      {kind.layouts.map((layout) => (
        <li key={layout.key}>
          {layout.label} ({layout.encodings.join(' / ')}): {layout.columns.map(({ label, required, choices }) => `${label}${required ? '*' : ''}${choices.length ? ` [${choices.join(' ')}]` : ''}`).join(t('listComma'))}
        </li>
      ))}
    </ul>
  );
}
