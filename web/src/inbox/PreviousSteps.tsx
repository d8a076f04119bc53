import { useTranslation } from 'react-i18next';

import type { UserTaskDetail } from '../api/types';
import { formatShort } from '../app/dates';

/** Who did the tasks before this one, and what they said. */
export function PreviousSteps({ previous }: { previous: UserTaskDetail['previous'] }) {
  const { t } = useTranslation('inbox');
  if (previous.length === 0) return null;
  return (
    <details className="previous">
      <summary>{t('previous', { count: previous.length })}</summary>
      <ol>
        {previous.map((step) => (
          <li key={step.element_name + step.completed_at} className={step.superseded_at ? 'previous-earlier' : undefined}>
            <span className="previous-name">{step.element_name}</span>
            <span className="soft num">{step.completed_by?.full_name} · {formatShort(step.completed_at)}</span>
            {step.superseded_at && <span className="task-round">{t('earlierRound', { count: step.round })}</span>}
            {step.comment && <p>{step.comment}</p>}
          </li>
        ))}
      </ol>
    </details>
  );
}
