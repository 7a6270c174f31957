"""What documents are made of, and the forms they are written in: PDF, DOCX, HTML, XLSX, JSON and CSV."""
