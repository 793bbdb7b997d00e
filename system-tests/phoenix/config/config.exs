import Config

config :slipstream_test, SlipstreamTest.Endpoint,
  adapter: Bandit.PhoenixAdapter,
  http: [ip: {127, 0, 0, 1}, port: 4000],
  server: true,
  check_origin: false,
  pubsub_server: SlipstreamTest.PubSub,
  render_errors: [formats: []]

config :phoenix, :json_library, Jason
config :logger, level: :warning
