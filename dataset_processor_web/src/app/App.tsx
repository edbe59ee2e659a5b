import { BrowserRouter } from 'react-router';
import { usePreferences } from '@/lib/preferences';
import { Providers } from './providers';
import { AppRoutes } from './routes';
import { Shell } from './Shell';

export function App() {
  // How numbers are written may change.
  usePreferences();
  return (
    <Providers>
      <BrowserRouter>
        <Shell>
          <AppRoutes />
        </Shell>
      </BrowserRouter>
    </Providers>
  );
}
