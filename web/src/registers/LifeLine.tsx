import { Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { LifeStage } from '../api/types';
import { formatDate, formatDateTime } from '../app/dates';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { useLife } from './useLife.query';

const BY_DAY = ['made', 'verified', 'tested'];
const COLORS: Partial<Record<LifeStage['kind'], string>> = { installed: 'green', removed: 'orange', scrapped: 'red' };

function useDetail() {
  const { t } = useTranslation('registers');
  return (stage: LifeStage): string[] => [
    stage.reading === null ? '' : t('stageReading', { reading: stage.reading }),
    stage.passed === null ? '' : t(stage.passed ? 'stagePassed' : 'stageFailed'),
    stage.text && (stage.kind === 'verified' ? t('stageUntil', { text: stage.text }) : stage.kind === 'tested' ? t('stageError', { text: stage.text }) : stage.text),
  ].filter(Boolean);
}

function Stage({ stage }: { stage: LifeStage }) {
  const { t } = useTranslation('registers');
  const detail = useDetail();
  return (
    <div className="life-stage">
      <strong>{t(`stage.${stage.kind}`)}</strong>
      <span className="num soft">{BY_DAY.includes(stage.kind) ? formatDate(stage.at) : formatDateTime(stage.at)}</span>
      {stage.supply_point_id && <span>{t('stageAt')} <Link to={`/registers/supply-points/${stage.supply_point_id}`}>{stage.supply_point}</Link></span>}
      {detail(stage).map((text) => <span key={text}>{text}</span>)}
      {stage.business_key && <Link className="num" to={`/i/${stage.instance_id}`}>{stage.business_key}</Link>}
    </div>
  );
}

/** A meter's life from its making to its scrapping. */
export function LifeLine({ id }: { id: string }) {
  const { t } = useTranslation('registers');
  const { data: stages, error, refetch } = useLife(id);
  if (error && !stages) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!stages) return <LoadingState />;
  if (stages.length === 0) return <EmptyState title={t('lifeNone')} />;
  return (
    <section className="panel panel-pad" aria-label={t('life')}>
      <Timeline items={stages.map((stage) => ({ key: `${stage.at}${stage.kind}`, color: COLORS[stage.kind] ?? 'gray', content: <Stage stage={stage} /> }))} />
    </section>
  );
}
