import { PageSkeleton } from '@/components/ui/skeleton'

const Loading = () => <PageSkeleton rows={4} />

export default Loading
