-- A mail server may take a mail for some recipients and want to see it again for others: those get it, and nobody twice.
ALTER TABLE "Delivery" ADD COLUMN "settled" TEXT[] DEFAULT ARRAY[]::TEXT[];
