import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';

const backend = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), precompress()],
  build: {
    outDir: 'dist',
    // A minified `.5` in the chart tokens is not valid JSON, and PatternFly's charts parse their tokens as JSON.
    cssMinify: false,
    // An inlined asset would be a data: URL, which the content security policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api/': backend, '/v1/': backend, '/metrics': backend } },
  preview: { proxy: { '/api/': backend, '/v1/': backend, '/metrics': backend } },
});
