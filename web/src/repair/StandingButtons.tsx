import { FileProtectOutlined, PauseCircleOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ReasonDialog } from './ReasonDialog';
import type { Standing } from './useStanding.mutation';

const ICONS = { suspend: PauseCircleOutlined, resume: PlayCircleOutlined, hold: FileProtectOutlined, 'lift-hold': FileProtectOutlined };
const ALL = ['suspend', 'resume', 'hold', 'lift-hold'] as const;

interface StandingButtonsProps {
  path: string;
  name: string;
  may: { suspend: boolean; resume: boolean; hold?: boolean; lift_hold?: boolean };
}

/** What this person may do about its standing still, each with a reason. */
export function StandingButtons({ path, name, may }: StandingButtonsProps) {
  const { t } = useTranslation('repair');
  const [asked, setAsked] = useState<Standing | null>(null);
  const allowed = { suspend: may.suspend, resume: may.resume, hold: may.hold, 'lift-hold': may.lift_hold };
  return (
    <>
      {ALL.filter((standing) => allowed[standing]).map((standing) => {
        const Icon = ICONS[standing];
        return <Button key={standing} icon={<Icon aria-hidden />} onClick={() => setAsked(standing)}>{t(`standing.${standing}`)}</Button>;
      })}
      {asked && <ReasonDialog path={path} standing={asked} name={name} onClose={() => setAsked(null)} />}
    </>
  );
}
