import { PageTitle } from '@/components/PageTitle';

export default function UploadPage() {
  return <PageTitle title="Upload" />;
}
