"""What leaves the house and who may come in: connectors, notifications, workers in other languages, webhooks."""
