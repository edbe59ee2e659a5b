import { PageTitle } from '@/components/PageTitle';

export default function DatasetPage() {
  return <PageTitle title="Dataset" />;
}
