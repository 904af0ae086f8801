import type { ReactNode } from 'react'
import { EmptyState } from '@/components/ui/empty-state'

/** A history without rows: because there are none, or because none fits. */
export const NoHistory = ({ isFiltered, children }: { isFiltered: boolean; children: ReactNode }) =>
  isFiltered ? (
    <EmptyState title="No deployment fits">Choose another outcome, person or day, or press Show all.</EmptyState>
  ) : (
    <EmptyState title="Not deployed yet">{children}</EmptyState>
  )
