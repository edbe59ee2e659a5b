import { PageTitle } from '@/components/PageTitle';

export default function DatasetsPage() {
  return <PageTitle title="Datasets" />;
}
