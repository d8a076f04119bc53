import { Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { onShortcutHelp } from './shortcutHelp';
import { useShortcuts } from './useShortcuts';

const KEYS = ['j', 'k', 'c', 'x', '/', '?', 'Esc'];

/** The list of keys, opened by "?". */
export function ShortcutHelp() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  useEffect(() => onShortcutHelp(() => setOpen(true)), []);
  useShortcuts({ '?': () => setOpen(true) });
  return (
    <Modal title={t('keys.title')} open={open} footer={null} width={420} onCancel={() => setOpen(false)}>
      <dl className="keys">
        {KEYS.map((key) => (
          <div key={key}>
            <dt><kbd>{key.length === 1 ? key.toUpperCase() : key}</kbd></dt>
            <dd>{t(`keys.${key}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
