-- AlterTable
ALTER TABLE "Deployment" ADD COLUMN     "logBytes" INTEGER,
ADD COLUMN     "logForgottenAt" TIMESTAMP(3);

-- Apps and monitors of a team are added one after the other, so that whoever counts them within the same transaction
-- sees all there are. (Bodies of functions write their semicolons as \x3b: migrations are cut at every real one.)

CREATE FUNCTION add_one_after_the_other() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  PERFORM 1 FROM "Team" WHERE "id" = NEW."teamId" FOR NO KEY UPDATE\x3b
  RETURN NEW\x3b
END';
CREATE TRIGGER apps_are_counted BEFORE INSERT ON "App" FOR EACH ROW EXECUTE FUNCTION add_one_after_the_other();
CREATE TRIGGER monitors_are_counted BEFORE INSERT ON "Monitor" FOR EACH ROW EXECUTE FUNCTION add_one_after_the_other();
