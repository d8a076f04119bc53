import { RightOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { ProcessDefinition } from '../api/types';

export function DefinitionCard({ definition }: { definition: ProcessDefinition }) {
  const { t } = useTranslation('start');
  return (
    <li>
      <Link to={`/start/${definition.key}`} className="definition">
        <span className="definition-text">
          <strong>{definition.name}</strong>
          {definition.description && <span className="soft">{definition.description}</span>}
          <small className="num">{t('facts', { version: definition.version, count: definition.running })}</small>
        </span>
        <RightOutlined aria-hidden />
      </Link>
    </li>
  );
}
