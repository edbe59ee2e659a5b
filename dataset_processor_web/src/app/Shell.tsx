import { IconDatabase, IconListDetails, IconSettings, IconUpload } from '@tabler/icons-react';
import { type MouseEvent, type ReactNode, Suspense } from 'react';
import { Link, NavLink, useLocation } from 'react-router';
import { Delayed } from '@/components/Delayed';
import { LoadingRows } from '@/components/LoadingRows';
import { FileDrop } from '@/features/uploads/FileDrop';
import { UploadTray } from '@/features/uploads/UploadTray';
import { ErrorPage } from './ErrorPage';
import classes from './Shell.module.css';
import { Shortcuts } from './Shortcuts';
import { useFocusKeeper } from './useFocusKeeper';
import { useScrollPlace } from './useScrollPlace';

const PLACES = [
  { to: '/', label: 'Datasets', icon: IconDatabase, below: '/datasets/' },
  { to: '/upload', label: 'Upload', icon: IconUpload, below: null },
  { to: '/jobs', label: 'Jobs', icon: IconListDetails, below: '/jobs/' },
  { to: '/settings', label: 'Settings', icon: IconSettings, below: null },
];

/** Without an entry of the history, which would be taken for a way back. */
function skip(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

/** What stands around every screen. */
export function Shell({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  useFocusKeeper();
  useScrollPlace();
  return (
    <div className={classes.page}>
      <a className={classes.skip} href="#main" onClick={skip}>
        Skip to the content
      </a>
      <header className={classes.header}>
        <div className={classes.bar}>
          <Link to="/" className={classes.brand}>
            <img src="/favicon.svg" alt="" width={24} height={24} />
            Dataset Processor
          </Link>
          <nav className={classes.nav} aria-label="Main">
            {PLACES.map(({ to, label, icon: Icon, below }) => (
              <NavLink key={to} to={to} end className={classes.link} data-below={below !== null && pathname.startsWith(below)}>
                <Icon size={18} aria-hidden />
                {label}
              </NavLink>
            ))}
          </nav>
          <UploadTray />
        </div>
      </header>
      <main id="main" className={classes.main} tabIndex={-1}>
        <ErrorPage key={pathname}>
          <Suspense
            fallback={
              <Delayed>
                <LoadingRows />
              </Delayed>
            }
          >
            {children}
          </Suspense>
        </ErrorPage>
      </main>
      <FileDrop />
      <Shortcuts />
    </div>
  );
}
