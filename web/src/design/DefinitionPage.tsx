import { useParams } from 'react-router';

import { isRefusal } from '../api/Refusal';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { DefinitionEditor } from './DefinitionEditor';
import { storedDraft } from './draft';
import { useDefinition } from './useDefinition.query';
import { useDefinitionFiles } from './useDefinitionFiles.query';

const NO_FILES = {};

/** One definition with its files; a definition that exists only as a draft opens too. */
export function Component() {
  const { key = '' } = useParams();
  const definition = useDefinition(key);
  const files = useDefinitionFiles(key, definition.data?.version, definition.isSuccess);
  const onlyDraft = isRefusal(definition.error, 'not_found') && storedDraft(key) !== null;
  const error = onlyDraft ? null : definition.error ?? files.error;
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void definition.refetch()} /></div>;
  if (onlyDraft) return <DefinitionEditor key={key} definitionKey={key} definition={null} base={NO_FILES} />;
  if (!definition.data || !files.data) return <LoadingState />;
  return (
    <DefinitionEditor
      key={`${key}-${definition.data.version}`}
      definitionKey={key}
      definition={definition.data}
      base={files.data}
    />
  );
}
