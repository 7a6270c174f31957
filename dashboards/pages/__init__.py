"""The built-in pages: view models and templates of what people look at."""
