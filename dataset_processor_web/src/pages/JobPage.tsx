import { PageTitle } from '@/components/PageTitle';

export default function JobPage() {
  return <PageTitle title="Job" />;
}
