import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { OpenWork, ProcessInstance } from '../api/types';
import { formatShort } from '../app/dates';
import { SkipDialog } from '../movement/SkipDialog';

const SKIPPABLE = ['user_task', 'job', 'timer', 'message'];

function Holder({ work }: { work: OpenWork }) {
  const { t } = useTranslation('instance');
  if (work.assignee) return <>{work.assignee.full_name}</>;
  const groups = work.candidate_groups.map((group) => group.name).join('、');
  return <>{groups ? t('waitingFor', { groups }) : t(`kind.${work.kind}`, { defaultValue: t('kind.other') })}</>;
}

/** What the instance waits for. */
export function OpenWorkList({ instance }: { instance: ProcessInstance }) {
  const { t } = useTranslation('instance');
  const [skipping, setSkipping] = useState<OpenWork | null>(null);
  return (
    <section className="panel panel-pad" aria-label={t('openWork')}>
      <h2 className="panel-title">{t('openWork')}</h2>
      {instance.open.length === 0 && <p className="soft">{t('nothingOpen')}</p>}
      <ul className="open-work">
        {instance.open.map((work) => (
          <li key={work.work_id}>
            {work.user_task_id ? <Link to={`/inbox/${work.user_task_id}`}>{work.name}</Link> : <span>{work.name || work.element_id}</span>}
            <small className="soft"><Holder work={work} /> · {t('since', { at: formatShort(work.since) })}</small>
            {work.due_at && <small className="soft num">{t('app:due.due', { at: formatShort(work.due_at) })}</small>}
            {instance.may.move && SKIPPABLE.includes(work.kind) && (
              <Button size="small" type="link" onClick={() => setSkipping(work)}>{t('movement:skip')}</Button>
            )}
          </li>
        ))}
      </ul>
      {skipping && <SkipDialog instanceId={instance.id} work={skipping} onClose={() => setSkipping(null)} />}
    </section>
  );
}
