import { PageTitle } from '@/components/PageTitle';

export default function JobsPage() {
  return <PageTitle title="Jobs" />;
}
