CREATE TABLE "refused_callbacks" (
	"workspace_id" uuid NOT NULL,
	"provider_id" uuid NOT NULL,
	"count" bigint NOT NULL,
	"last_at" timestamptz(3) NOT NULL,
	CONSTRAINT "refused_callbacks_workspace_id_provider_id_pk" PRIMARY KEY("workspace_id","provider_id")
);
--> statement-breakpoint
ALTER TABLE "refused_callbacks" ADD CONSTRAINT "refused_callbacks_workspace_id_provider_id_providers_workspace_id_id_fk" FOREIGN KEY ("workspace_id","provider_id") REFERENCES "public"."providers"("workspace_id","id") ON DELETE no action ON UPDATE no action;