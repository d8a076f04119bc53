import { PlayCircleOutlined, SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import type { ProcessDefinition } from '../api/types';
import { useDefinitions } from '../app/useDefinitions.query';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { DefinitionCard } from './DefinitionCard';
import './start.css';

function byCategory(definitions: ProcessDefinition[]): [string, ProcessDefinition[]][] {
  const groups = new Map<string, ProcessDefinition[]>();
  for (const definition of definitions) {
    groups.set(definition.category, [...(groups.get(definition.category) ?? []), definition]);
  }
  return [...groups];
}

function matches({ name, description, key }: ProcessDefinition, q: string): boolean {
  return `${name} ${description} ${key}`.toLowerCase().includes(q.trim().toLowerCase());
}

/** The catalogue of processes that this person may start. */
export function Component() {
  const { t } = useTranslation('start');
  const [query, setQuery] = useSearchParams();
  const { data, error, refetch } = useDefinitions({ mayStart: true });
  const q = query.get('q') ?? '';
  const startable = (data ?? []).filter((definition) => definition.may_start);
  const shown = startable.filter((definition) => matches(definition, q));
  return (
    <div className="page">
      <PageHead title={t('title')} sub={t('sub')} />
      {startable.length > 6 && (
        <div className="toolbar">
          <Input
            className="toolbar-grow" allowClear prefix={<SearchOutlined aria-hidden />} aria-label={t('search')} placeholder={t('search')}
            value={q} onChange={({ target }) => setQuery(target.value ? { q: target.value } : {}, { replace: true })}
          />
        </div>
      )}
      {error && !data && <FailedState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && shown.length === 0 && (
        <EmptyState icon={<PlayCircleOutlined />} title={q ? t('noMatch') : t('nothing')} hint={q ? undefined : t('nothingHint')} />
      )}
      {byCategory(shown).map(([category, definitions]) => (
        <section key={category} className="catalogue" aria-label={category || t('title')}>
          {category && <h2>{category}</h2>}
          <ul>{definitions.map((definition) => <DefinitionCard key={definition.key} definition={definition} />)}</ul>
        </section>
      ))}
    </div>
  );
}
