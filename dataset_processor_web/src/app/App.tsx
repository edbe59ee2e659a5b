import { BrowserRouter } from 'react-router';
import { Providers } from './providers';
import { AppRoutes } from './routes';
import { Shell } from './Shell';

export function App() {
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
