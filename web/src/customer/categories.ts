export const CATEGORIES = ['industrial', 'commercial', 'hotel', 'government', 'school', 'military'] as const;
