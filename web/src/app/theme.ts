import type { ThemeConfig } from 'antd';

// Text and status colours are chosen for ≥ 4.5:1 on white and on the page's grey.
export const colors = {
  ink: '#17242f',
  inkSoft: '#4a5a68',
  inkFaint: '#5f6f7d',
  line: '#dde3e8',
  lineSoft: '#e9edf1',
  page: '#f3f5f7',
  brand: '#12394d',
  accent: '#0d6380',
  accentSoft: '#e6f1f5',
  danger: '#b3261e',
  dangerSoft: '#fcedeb',
  warn: '#8a5200',
  warnSoft: '#fdf3e1',
  good: '#1c6b45',
  goodSoft: '#e8f4ed',
} as const;

const FONT = '"Inter", system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

export const theme: ThemeConfig = {
  token: {
    colorPrimary: colors.accent,
    colorInfo: colors.accent,
    colorLink: colors.accent,
    colorError: colors.danger,
    colorWarning: '#b06a00',
    colorSuccess: colors.good,
    // antd would mix greyish grounds out of colours this dark.
    colorInfoBg: colors.accentSoft,
    colorInfoBorder: '#b5d3de',
    colorSuccessBg: colors.goodSoft,
    colorSuccessBorder: '#b3d6c3',
    colorWarningBg: colors.warnSoft,
    colorWarningBorder: '#ecd3a4',
    colorErrorBg: colors.dangerSoft,
    colorErrorBorder: '#f0bdb8',
    colorTextBase: colors.ink,
    colorTextSecondary: colors.inkSoft,
    colorTextTertiary: colors.inkFaint,
    colorTextQuaternary: '#667683',
    colorTextPlaceholder: '#667683',
    colorTextDescription: colors.inkSoft,
    colorBorder: '#c9d2da',
    colorBorderSecondary: colors.line,
    colorBgLayout: colors.page,
    borderRadius: 6,
    fontFamily: FONT,
    fontSize: 14,
    controlHeight: 34,
    wireframe: false,
  },
  components: {
    Table: { headerBg: '#f7f9fa', headerColor: colors.inkSoft, cellPaddingBlock: 9, cellPaddingInline: 12, headerSplitColor: 'transparent' },
    Tabs: { horizontalMargin: '0 0 12px 0' },
    Form: { labelColor: colors.ink, itemMarginBottom: 16 },
    Descriptions: { labelBg: '#f7f9fa' },
    Tag: { defaultBg: '#eef2f5', defaultColor: colors.inkSoft },
  },
};
