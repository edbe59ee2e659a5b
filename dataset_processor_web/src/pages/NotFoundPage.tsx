import { EmptyState } from '@/components/EmptyState';
import { LinkButton } from '@/components/LinkButton';
import { PageTitle } from '@/components/PageTitle';

export default function NotFoundPage() {
  return (
    <>
      <PageTitle title="Page not found" />
      <EmptyState title="There is nothing at this address" action={<LinkButton to="/">All datasets</LinkButton>}>
        The link may be old or not complete.
      </EmptyState>
    </>
  );
}
