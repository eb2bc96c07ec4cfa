"""A small load test in the form that locust reads."""
from locust import HttpUser, between, task


class Reader(HttpUser):
    wait_time = between(1, 2)

    @task
    def health(self):
        self.client.get("/v1/health")
