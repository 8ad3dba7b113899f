/** `npm run demo` starts here; `build.mjs` makes what it loads. */
import "./dist/demo.js"
