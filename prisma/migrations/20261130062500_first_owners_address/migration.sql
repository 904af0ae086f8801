-- Until now everybody who came by an invitation counted as shown to own their address, and the first owner did not. What
-- opens an account ends when its address is first proven: nobody who is here already shall lose their password by that.
UPDATE "User" SET "emailVerifiedAt" = "createdAt" WHERE "emailVerifiedAt" IS NULL;
