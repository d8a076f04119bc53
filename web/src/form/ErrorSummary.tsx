import { Alert } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { FieldProblem } from '../api/types';

/** How much is wrong, and what has no field of its own; each failed attempt leads to the first wrong field. */
export function ErrorSummary({ wrong, elsewhere, attempt }: { wrong: number; elsewhere: FieldProblem[]; attempt: number }) {
  const { t } = useTranslation('form');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt === 0) return;
    const field = document.querySelector<HTMLElement>('.field-wrong .field-wrong, .field-wrong');
    (field ?? box.current)?.scrollIntoView({ block: 'center' });
    field?.querySelector<HTMLElement>('input, textarea, button, [tabindex]')?.focus({ preventScroll: true });
  }, [attempt]);
  return (
    <div ref={box} className="form-alert" aria-live="assertive">
      {wrong > 0 && (
        <Alert
          type="error" showIcon className="form-summary" title={t('summary', { count: wrong })}
          description={elsewhere.length > 0 && <ul>{elsewhere.map(({ field, message }) => <li key={field + message}>{message}</li>)}</ul>}
        />
      )}
    </div>
  );
}
