/** The editor with its style sheet, as one chunk that is loaded only when a formatted text is edited. */
import 'quill/dist/quill.snow.css'
import Quill from 'quill'

export default Quill
