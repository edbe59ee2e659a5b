import { Checkbox, createTheme, type CSSVariablesResolver, Drawer, Modal, Paper } from '@mantine/core';
import controls from './controls.module.css';

const DIV = { component: 'div' };

/** Mantine's defaults with the colours that fall short of WCAG AA put right. */
export const theme = createTheme({
  primaryShade: { light: 8, dark: 8 },
  respectReducedMotion: true,
  cursorType: 'pointer',
  defaultRadius: 'md',
  components: {
    Paper: Paper.extend({ defaultProps: { bg: 'var(--app-surface)' } }),
    Checkbox: Checkbox.extend({ classNames: { input: controls.checkbox ?? '' } }),
    // A <header> in a dialog is taken for a second banner of the page.
    ModalHeader: Modal.Header.extend({ defaultProps: DIV }),
    DrawerHeader: Drawer.Header.extend({ defaultProps: DIV }),
  },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif, "Noto Color Emoji"',
});

export const cssVariables: CSSVariablesResolver = (mantine) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': mantine.colors.gray[7],
    '--mantine-color-placeholder': mantine.colors.gray[7],
    '--mantine-color-error': mantine.colors.red[9],
    '--mantine-color-anchor': mantine.colors.blue[8],
    '--app-surface': mantine.white,
    '--app-background': mantine.colors.gray[0],
    '--app-border': mantine.colors.gray[3],
    '--app-control': mantine.colors.gray[6],
  },
  dark: {
    '--mantine-color-dimmed': mantine.colors.dark[1],
    '--mantine-color-placeholder': mantine.colors.dark[1],
    '--mantine-color-error': mantine.colors.red[4],
    '--mantine-color-anchor': mantine.colors.blue[4],
    '--app-surface': mantine.colors.dark[6],
    '--app-background': mantine.colors.dark[7],
    '--app-border': mantine.colors.dark[4],
    '--app-control': mantine.colors.dark[2],
  },
});
