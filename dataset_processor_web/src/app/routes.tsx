import { lazy } from 'react';
import { Route, Routes } from 'react-router';

const DatasetsPage = lazy(() => import('@/pages/DatasetsPage'));
const UploadPage = lazy(() => import('@/pages/UploadPage'));
const DatasetPage = lazy(() => import('@/pages/DatasetPage'));
const JobsPage = lazy(() => import('@/pages/JobsPage'));
const JobPage = lazy(() => import('@/pages/JobPage'));
const SettingsPage = lazy(() => import('@/pages/SettingsPage'));
const NotFoundPage = lazy(() => import('@/pages/NotFoundPage'));

/** Every address of the page, each screen fetched when it is first shown. */
export function AppRoutes() {
  return (
    <Routes>
      <Route path="/" element={<DatasetsPage />} />
      <Route path="/upload" element={<UploadPage />} />
      <Route path="/datasets/:id" element={<DatasetPage />} />
      <Route path="/jobs" element={<JobsPage />} />
      <Route path="/jobs/:id" element={<JobPage />} />
      <Route path="/settings" element={<SettingsPage />} />
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  );
}
