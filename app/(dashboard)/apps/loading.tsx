import { PageSkeleton } from '@/components/ui/skeleton'

const Loading = () => <PageSkeleton rows={6} />

export default Loading
