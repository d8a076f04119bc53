import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import type { Variable } from '../api/types';
import { formatDateTime } from '../app/dates';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { StateTag } from '../components/StateTag';
import { MomentItem } from '../instance/MomentItem';
import { momentsOf } from '../instance/moments';
import { type ArchivedInstance, useArchive } from './useArchive.query';
import '../instance/instance.css';
import './audit.css';

function Values({ variables }: { variables: Variable[] }) {
  const { t } = useTranslation('audit');
  return (
    <section className="panel panel-pad" aria-label={t('archive.values')}>
      <h2 className="panel-title">{t('archive.values')}</h2>
      <dl className="archive-values">
        {variables.map((one) => <div key={one.name}><dt>{one.label || one.name}</dt><dd>{one.text ?? '–'}</dd></div>)}
      </dl>
    </section>
  );
}

/** An instance of a bundle as its page showed it: facts, what happened, the values at the end. */
export function Component() {
  const { t } = useTranslation('audit');
  const { name = '', instanceId = '' } = useParams<'name' | 'instanceId'>();
  const { data, error, refetch } = useArchive<ArchivedInstance>(`${encodeURIComponent(name)}/instances/${instanceId}/`);
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  if (!data) return <LoadingState />;
  const { instance } = data;
  const facts: [string, string][] = [
    [t('instance.definition'), t('instance.version', { name: instance.definition.name, version: instance.definition.version })],
    [t('instance.unit'), instance.unit?.name ?? '–'],
    [t('instance.startedBy'), instance.started_by?.full_name ?? '–'],
    [t('instance.startedAt'), formatDateTime(instance.started_at)],
    [t('archive.ended'), instance.ended_at ? formatDateTime(instance.ended_at) : '–'],
  ];
  return (
    <div className="page page-wide instance">
      <PageHead
        title={<span className="instance-title">{instance.title || instance.definition.name} <StateTag state={instance.state} /></span>}
        sub={<><span className="num">{instance.business_key}</span> · <Link to={`/audit/archive/${name}`}>{t('archive.title', { name })}</Link></>}
      />
      <Alert type="info" showIcon title={t('archive.from', { name })} />
      <dl className="facts">{facts.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
      <section className="panel panel-pad" aria-label={t('archive.timeline')}>
        <h2 className="panel-title">{t('archive.timeline')}</h2>
        <ol className="timeline">{momentsOf(data.trace).map((moment) => <MomentItem key={moment.key} moment={moment} wanted={null} />)}</ol>
      </section>
      <Values variables={data.variables} />
    </div>
  );
}
