ALTER TABLE "providers" ALTER COLUMN "next_free_at" SET DATA TYPE timestamptz(6);--> statement-breakpoint
ALTER TABLE "providers" ADD COLUMN "reserved_free_at" timestamptz(6);--> statement-breakpoint
ALTER TABLE "providers" ADD CONSTRAINT "providers_budget" CHECK ("providers"."rate" > 0 and "providers"."burst" > 0 and "providers"."reserved_share" >= 0 and "providers"."reserved_share" < 1);