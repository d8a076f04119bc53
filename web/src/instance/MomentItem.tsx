import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { formatDateTime } from '../app/dates';
import { ChangeList } from './ChangeList';
import { DecisionTold } from './DecisionTold';
import type { Moment } from './moments';

function Who({ moment }: { moment: Moment }) {
  const { t } = useTranslation('instance');
  if (!moment.actor) return <>{t('system')}</>;
  if (!moment.onBehalfOf) return <>{moment.actor.full_name}</>;
  return <>{t('actingFor', { name: moment.actor.full_name, other: moment.onBehalfOf.full_name })}</>;
}

function Ways({ moment }: { moment: Moment }) {
  const { t } = useTranslation('instance');
  return (
    <>
      {moment.reason && <p className="moment-way">{t('reasonGiven', { reason: moment.reason })}</p>}
      {moment.reached.length > 0 && <p className="moment-way">{t('reached', { names: moment.reached.join('、') })}</p>}
      {moment.canceled.length > 0 && <p className="moment-way">{t('canceledWork', { names: moment.canceled.join('、') })}</p>}
      {moment.incidents.length > 0 && <p className="moment-way moment-bad">{t('incidentAt', { names: moment.incidents.join('、') })}</p>}
      {moment.ended && <p className="moment-way">{t('processEnded')}</p>}
    </>
  );
}

/** What one command did: who, when, which values it changed from what to what, and what came next. */
export function MomentItem({ moment, wanted }: { moment: Moment; wanted: string | null }) {
  const { t } = useTranslation('instance');
  const name = moment.name || t('process');
  return (
    <li className={moment.actor ? 'moment moment-person' : 'moment'}>
      <div className="moment-head">
        {moment.userTaskId ? <Link to={`/inbox/${moment.userTaskId}?view=done`}>{name}</Link> : <span>{name}</span>}
        <span className="moment-action">{t(`command.${moment.command}`, { defaultValue: moment.command })}</span>
      </div>
      <div className="moment-who"><Who moment={moment} /> · <time className="num" dateTime={moment.at}>{formatDateTime(moment.at)}</time></div>
      <ChangeList changes={moment.changes} />
      {moment.decisions.map((one) => <DecisionTold key={one.key} decision={one} wanted={one.elementId === wanted} />)}
      <Ways moment={moment} />
    </li>
  );
}
