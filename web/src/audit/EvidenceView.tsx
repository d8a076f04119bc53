import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Evidence } from '../api/types';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { ToneTag } from '../components/ToneTag';
import { preciseTime } from './preciseTime';
import { useEvidence } from './useEvidence.query';

/** How the evidence stands: the seal and its lag, the witnesses, what is missing, the walls, the detached months. */
export function EvidenceView() {
  const { t } = useTranslation('audit');
  const { data, error, refetch } = useEvidence();
  if (error && !data) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return (
    <>
      {data.alarms.map((alarm) => <Alert key={alarm} type="error" showIcon title={t(`alarm.${alarm}`)} style={{ marginBottom: 12 }} />)}
      <div className="panel audit-evidence">
        <Seal evidence={data} />
        <Part title={t('evidence.witnesses')}>
          {data.witnesses.length === 0
            ? <p className="soft">{t('evidence.noWitness')}</p>
            : <ul>{data.witnesses.map((one) => <li key={one.witness}>{t('evidence.witness', { name: one.witness, size: one.size, at: preciseTime(one.at) })}</li>)}</ul>}
        </Part>
        <Part title={t('evidence.walls')}>
          {data.findings.length === 0
            ? <p>{t('evidence.wallsStand')}</p>
            : <ul>{data.findings.map((finding) => <li key={finding}><code>{finding}</code></li>)}</ul>}
        </Part>
        <Part title={t('evidence.gaps')}>
          {data.gaps.length === 0
            ? <p>{t('evidence.noGap')}</p>
            : <ul>{data.gaps.map((gap) => <li key={gap.event_id}>{t('evidence.gap', { event: gap.event_id, stream: gap.stream, expected: gap.expected, found: gap.found })}</li>)}</ul>}
        </Part>
        {data.detached.length > 0 && (
          <Part title={t('evidence.detached')}>
            <ul>{data.detached.map((one) => <li key={one.partition}>{t('evidence.month', { partition: one.partition, from: one.start + 1, to: one.size, bundle: one.bundle })}<br /><code>{one.sha256}</code></li>)}</ul>
          </Part>
        )}
      </div>
    </>
  );
}

function Seal({ evidence }: { evidence: Evidence }) {
  const { t } = useTranslation('audit');
  const late = evidence.alarms.includes('seal_late');
  return (
    <Part title={t('evidence.seal')}>
      <p>
        <ToneTag tone={late ? 'bad' : 'good'}>{t('evidence.lag', { seconds: evidence.lag_seconds })}</ToneTag>{' '}
        {evidence.sealed_at && t('evidence.size', { size: evidence.size, at: preciseTime(evidence.sealed_at) })}
      </p>
      {evidence.root && <p>{t('evidence.root')} <code>{evidence.root}</code></p>}
      {evidence.note && <pre>{evidence.note}</pre>}
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return <section><h2 className="panel-title">{title}</h2>{children}</section>;
}
