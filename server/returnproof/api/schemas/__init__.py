"""HTTP shapes, authored once and exported to shared/openapi.json."""
